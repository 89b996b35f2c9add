/** Given and family names as they stand together on rosters of the West Coast; the pairs are made by chance. */
export const GIVEN_NAMES: readonly string[] =
  `Aaliyah Aaron Abby Abdi Adriana Aiden Aisha Alana Alejandro Amara Amelia Amir Ana Anders Andre Angelina Anh Anika Anjali
Antonio Aria Arjun Asher Ashley Aubrey Ayaan Ayla Beatriz Ben Bianca Bo Brandon Bryce Caleb Camila Carlos Carmen Carter
Cass Chidi Chloe Christian Cora Daniela Dante Darius David Deja Delaney Demetrius Devin Diego Dylan Eden Eitan Elena Eli
Emeka Emilio Emma Esme Ethan Eva Ezra Farah Fatima Felix Finn Gabriel Gia Grace Graham Hana Harper Hassan Hazel Henry
Hmong Hudson Ibrahim Ines Isaac Isabela Isaiah Jada Jaden Jamal Jasmine Javier Jayden Jia Jordan José Josie Juan Julian
Kai Kalani Kareem Keanu Keiko Kelsey Kenji Khalil Kiana Kofi Kyle Lakeisha Leilani Leo Leticia Liam Lily Linh Logan Luca
Lucía Luis Luka Lupe Mai Makoa Malia Malik Marcus Maria Mason Mateo Maya Mei Mia Micah Miguel Mikayla Mila Minh Mohamed
Nadia Naomi Nate Nia Nico Nikhil Noah Noor Nora Oliver Omar Owen Paige Parker Paul Pedro Penelope Phoebe Priya Quinn
Rafael Ravi Reese Reuben Riley Rohan Rosa Rowan Ruby Ruth Ryan Sadie Sakura Salma Samir Samoa Samuel Santiago Sasha Selah
Sienna Simone Siva Skye Sofía Soren Stella Talia Tamika Tane Tariq Tatiana Teo Theo Thuy Tobias Tomás Trinity Tyler Uma
Valentina Vikram Violet Wesley Will Xavier Ximena Yara Yasmin Yuki Zahra Zara Zion Zoe`
    .split(/\s+/)
    .filter((name) => name !== 'Hmong' && name !== 'Samoa')

export const FAMILY_NAMES: readonly string[] =
  `Abdi Abdullahi Abrams Adeyemi Aguilar Ahmed Alvarado Anderson Ansah Arroyo Bautista Becker Begay Bell Bennett Bergstrom
Bianchi Black-Elk Brooks Brown Bui Butler Campbell Cardoso Carlson Castillo Chang Chavez Chen Chow Clark Cohen Cole
Contreras Cooper Cruz Dang Das Davis Delgado Desai Diaz Do Dominguez Doyle Dunn Edwards Eriksen Escobar Espinoza Estrada
Evans Farah Fernandez Fisher Flores Fonoti Foster Fuentes Gallagher Garcia Ghosh Gibson Gomez Gonzalez Gordon Graham Green
Gupta Gutiérrez Haddad Hall Hansen Harris Hassan Hayes Hernandez Herrera Hill Hoang Holland Howard Huang Hughes Ibarra
Iverson Jackson Jacobs James Jensen Jimenez Johnson Jones Kahale Kalua Kapoor Karimi Kaur Kekoa Kelly Khan Kim King Klein
Kowalski Kumar Lam Larsen Le Lee Levy Lewis Li Lim Lindgren Liu Lo Lopez Lor Luna Ly Mahoney Malik Martin Martinez
McAllister McKenzie Medina Mehta Mendoza Mendes Meyer Miller Mitchell Moore Mora Morales Moreno Morgan Moua Muñoz Murphy
Nakamura Navarro Nelson Ngo Nguyen Nielsen Novak Núñez Nwosu O’Brien O’Connor Ochoa Okafor Olsen Ortega Ortiz Osman Owens
Padilla Palmer Park Parker Patel Pereira Perez Perry Peters Peterson Petrov Pham Phan Phillips Pierce Porter Powell Price
Quintero Ramirez Ramos Reed Reyes Richardson Rivera Roberts Robinson Rodriguez Rogers Rojas Romero Rosen Ross Ruiz Russell
Salazar Saleh Sanchez Santos Sato Schmidt Scott Shah Sharma Silva Simmons Singh Smith Solis Soto Spencer Stewart Suarez
Sullivan Takahashi Tan Tanaka Tapia Taylor Tesfaye Thao Thomas Thompson Torres Tran Trujillo Tuiasosopo Turner Valdez
Vang Vargas Vasquez Vega Velasquez Vo Volkov Walker Wallace Wang Ward Warsame Washington Watson Webb White Williams Wilson
Wong Wood Wright Wu Xiong Yamamoto Yang Yazzie Yoon Young Zamora Zhang Zimmerman`.split(/\s+/)
